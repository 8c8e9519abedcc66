export default function Explore() {
  return <div class="page">…</div>;
}
