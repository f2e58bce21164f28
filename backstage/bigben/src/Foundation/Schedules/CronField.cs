namespace BigBen.Foundation.Schedules;

/// <summary>One of the five fields of a schedule: which values of it are meant.</summary>
/// <param name="least">The least value that there is.</param>
/// <param name="most">The greatest.</param>
/// <param name="names">What the values are called, from the least on; none for numbers alone.</param>
internal sealed class CronField(int least, int most, params string[] names)
{
    private ulong _values;

    /// <summary>Whether the field leaves the value to another one.</summary>
    public bool IsAny { get; private set; }

    public bool Has(int value) => (_values & (1UL << value)) != 0;

    /// <summary>Reads it.</summary>
    /// <returns>What is wrong with it, in the words of <c>robfig/cron</c>; null where nothing is.</returns>
    public string? Read(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadRange).FirstOrDefault(error => error is not null);

    private string? ReadRange(string range)
    {
        var steps = range.Split('/');
        var ends = steps[0].Split('-');
        var (start, end, isAny) = (least, most, true);
        if (ends[0] is not ("*" or "?"))
        {
            isAny = false;
            if (Number(ends[0], names, out start) is { } notStart)
                return notStart;
            end = start;
            if (ends.Length == 2 && Number(ends[1], names, out end) is { } notEnd)
                return notEnd;
            if (ends.Length > 2)
                return $"too many hyphens: {range}";
        }

        var step = 1;
        if (steps.Length > 2)
            return $"too many slashes: {range}";
        if (steps.Length == 2)
        {
            if (Number(steps[1], [], out step) is { } notStep)
                return notStep;
            // "N/step" means "N-max/step".
            end = ends.Length == 1 ? most : end;
        }

        var error = start < least ? $"beginning of range ({start}) below minimum ({least}): {range}"
            : end > most ? $"end of range ({end}) above maximum ({most}): {range}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {range}"
            : step == 0 ? $"step of range should be a positive number: {range}"
            : null;
        if (error is not null)
            return error;
        for (long value = start; value <= end; value += step)
            _values |= 1UL << (int)value;
        IsAny |= isAny && step == 1;
        return null;
    }

    private string? Number(string text, string[] known, out int number)
    {
        var named = Array.IndexOf(known, text.ToLowerInvariant());
        number = named + least;
        if (named >= 0)
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
    }
}
