namespace BigBen.Bench.Rows;

internal static class Turns
{
    /// <summary>
    /// Measures both sides once a round. Who is first alternates, so that a machine that gets slower or faster favours nobody.
    /// </summary>
    public static async Task<IReadOnlyList<(T Ours, T Against)>> TakeAsync<T>(int rounds, Func<Task<T>> ours, Func<Task<T>> against)
    {
        var turns = new List<(T, T)>();
        for (var round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"  round {round + 1} of {rounds}");
            if (round % 2 == 0)
            {
                turns.Add((await ours(), await against()));
            }
            else
            {
                var second = await against();
                turns.Add((await ours(), second));
            }
        }

        return turns;
    }
}
