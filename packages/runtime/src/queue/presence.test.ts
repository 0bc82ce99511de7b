import { describe, expect, it } from "vitest";
import type { Row, Server } from "../postgres/index.ts";
import { watchMembers } from "./presence.ts";

/** A database that knows of these members, and a clock that stands still until it is told. */
function scene(silenceSeconds: number) {
  const state = { members: [] as Row[], seconds: 0, slow: 0 };
  const server: Pick<Server, "query"> = {
    query: async () => {
      state.seconds += state.slow;
      return state.members;
    },
  };
  const watch = watchMembers(server, silenceSeconds, () => state.seconds * 1000);
  const look = async (
    seconds: number,
    ...members: readonly [number, number, boolean][]
  ): Promise<number[]> => {
    state.seconds += seconds;
    state.members = members.map(([member, beats, present]) => ({ member, beats: String(beats), present }));
    const there = await watch.there();
    return [1, 2, 3].filter((member) => !there.has(member));
  };
  return { look, state };
}

describe("a member is gone", () => {
  it("when it has held no lock for a while, not at once", async () => {
    const { look } = scene(60);
    expect(await look(0, [1, 5, true], [2, 5, true])).toEqual([3]);
    expect(await look(1, [1, 5, true], [2, 5, false])).toEqual([3]);
    expect(await look(1, [1, 5, true], [2, 5, false])).toEqual([3]);
    expect(await look(1, [1, 5, true], [2, 5, false])).toEqual([2, 3]);
    // It was cut off, and is back.
    expect(await look(1, [1, 5, true], [2, 6, true])).toEqual([3]);
  });

  it("when it holds its lock and has not counted up for long", async () => {
    const { look } = scene(4);
    const looks: number[][] = [];
    for (let beats = 0; beats < 5; beats += 1) looks.push(await look(1, [1, beats, true], [2, 0, true]));
    expect(looks).toEqual([[3], [3], [3], [3], [2, 3]]);
  });

  it("not while the database was away: everybody has time to come back", async () => {
    const { look, state } = scene(5);
    await look(0, [1, 5, true], [2, 5, true]);
    await look(1, [1, 5, true], [2, 5, false]);
    state.slow = 30;
    expect(await look(1, [1, 5, false], [2, 5, false])).toEqual([3]);
    state.slow = 0;
    expect(await look(1, [1, 5, false], [2, 6, true])).toEqual([3]);
    expect(await look(1, [1, 5, false], [2, 6, true])).toEqual([1, 3]);
  });
});
