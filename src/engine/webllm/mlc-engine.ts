/** The part of web-llm that is used, as a file of its own in the build: six megabytes, fetched by who needs them. */
export { MLCEngine } from '@mlc-ai/web-llm';
