using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>The numbers of an indexed Job that are complete, as <c>status.completedIndexes</c> has them: <c>0,1,3-5</c>.</summary>
internal sealed class CompletionIndexes
{
    /// <summary>The label and annotation of a pod that has a number.</summary>
    public const string Key = "batch.kubernetes.io/job-completion-index";

    private readonly SortedSet<int> _indexes = [];

    public int Count => _indexes.Count;

    /// <summary>All of them, the lowest first.</summary>
    public IEnumerable<int> All => _indexes;

    /// <summary>Reads them.</summary>
    /// <param name="text">As they stand in the status; null for none.</param>
    /// <param name="completions">How many there are at most: others, of before there were fewer, are left out.</param>
    public static CompletionIndexes Parse(string? text, int completions)
    {
        var found = new CompletionIndexes();
        foreach (var range in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
            for (var index = ends[0]; index <= ends[^1] && index < completions; index++)
                found._indexes.Add(index);
        }

        return found;
    }

    /// <summary>The number of a pod; null where it has none.</summary>
    public static int? Of(JsonElement pod) =>
        int.TryParse(pod.TextAt("metadata", "annotations", Key), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    public void Add(int index) => _indexes.Add(index);

    public bool Has(int index) => _indexes.Contains(index);

    /// <summary>The first numbers that are neither complete nor taken.</summary>
    public IEnumerable<int> Pending(int count, int completions, IReadOnlySet<int> taken) =>
        Enumerable.Range(0, completions).Where(index => !Has(index) && !taken.Contains(index)).Take(count);

    public override string ToString()
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var index in _indexes)
        {
            if (ranges.Count > 0 && ranges[^1].Last == index - 1)
                ranges[^1] = (ranges[^1].First, index);
            else
                ranges.Add((index, index));
        }

        return string.Join(',', ranges.Select(range =>
            range.First == range.Last ? $"{range.First}" : $"{range.First}{(range.Last == range.First + 1 ? ',' : '-')}{range.Last}"));
    }
}
