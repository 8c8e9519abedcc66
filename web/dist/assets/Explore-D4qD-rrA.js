import{u as r}from"./index-B2YpEQyp.js";function o(){return r("div",{class:"page",children:"…"})}export{o as default};
