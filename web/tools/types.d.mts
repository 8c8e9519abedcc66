export function generated(base: string): Promise<string>;
export function written(): string;
