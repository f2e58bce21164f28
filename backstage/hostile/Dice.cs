namespace BigBen.Hostile;

/// <summary>What is thrown for one case: the same for the same seed and case, on every machine.</summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="index">The case's number.</param>
internal sealed class Dice(int seed, int index)
{
    private readonly Random _random = new(Mixed(seed, index));

    /// <summary>Whether something happens that does so in so many of a hundred cases.</summary>
    public bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>A number below another one.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Some of several, each in so many of a hundred cases.</summary>
    public IEnumerable<T> Some<T>(int percent, IEnumerable<T> choices) => choices.Where(_ => Chance(percent));

    /// <summary>So many bytes of any kind.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    // SplitMix64: neighbouring cases have nothing in common.
    private static int Mixed(int seed, int index)
    {
        var z = ((ulong)(uint)seed << 32 | (uint)index) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
