const e=["prefecture","municipality","partner","organization","program"],r=["sister_of","member_of","organizes","takes_part_in","located_in","succeeded_by"];export{r as E,e as N};
