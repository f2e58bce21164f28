namespace BigBen.Bench.Rows;

internal static class Turns
{
    /// <summary>Both measurements, one after the other, in the order that the round asks for.</summary>
    public static async Task<(T Ours, T Against)> TakeAsync<T>(bool oursFirst, Func<Task<T>> ours, Func<Task<T>> against)
    {
        if (oursFirst)
            return (await ours(), await against());
        var second = await against();
        return (await ours(), second);
    }
}
