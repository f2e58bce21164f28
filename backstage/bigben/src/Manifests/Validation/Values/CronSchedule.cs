using System.Globalization;

namespace BigBen.Manifests.Validation.Values;

/// <summary>The schedule of a CronJob, with the errors of the parser that Kubernetes has it read by (<c>robfig/cron</c>).</summary>
internal static class CronSchedule
{
    private static readonly string[] Descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly Part[] Parts = [new(0, 59, []), new(0, 23, []), new(1, 31, []), new(1, 12, Months), new(0, 6, Days)];

    /// <summary>A schedule without a time zone of its own.</summary>
    public static void BeValid(Field schedule)
    {
        var text = schedule.Text;
        if (text.Contains("TZ", StringComparison.Ordinal))
        {
            schedule.Invalid(
                schedule.Parent["timeZone"].Exists
                    ? "cannot use both timeZone field and TZ or CRON_TZ in schedule"
                    : "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        else if (Error(text) is { } error)
        {
            schedule.Invalid(error);
        }
    }

    private static string? Error(string text)
    {
        if (text.StartsWith('@'))
            return Descriptors.Contains(text) || IsEvery(text) ? null : $"unrecognized descriptor: {text}";
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Parts.Length)
            return $"expected exactly {Parts.Length} fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        return fields.Zip(Parts)
            .SelectMany(field => field.First.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range => Error(range, field.Second)))
            .FirstOrDefault(error => error is not null);
    }

    private static bool IsEvery(string text) =>
        text.StartsWith("@every ", StringComparison.Ordinal)
        && text.Length > 8
        && char.IsAsciiDigit(text[7])
        && char.IsAsciiLetter(text[^1]);

    private static string? Error(string range, Part part)
    {
        var steps = range.Split('/');
        var ends = steps[0].Split('-');
        var (start, end) = (part.Least, part.Most);
        if (ends[0] is not ("*" or "?"))
        {
            if (Number(ends[0], part, out start) is { } notStart)
                return notStart;
            end = start;
            if (ends.Length == 2 && Number(ends[1], part, out end) is { } notEnd)
                return notEnd;
            if (ends.Length > 2)
                return $"too many hyphens: {range}";
        }

        var step = 1;
        if (steps.Length > 2)
            return $"too many slashes: {range}";
        if (steps.Length == 2)
        {
            if (Number(steps[1], new Part(0, 0, []), out step) is { } notStep)
                return notStep;
            // "N/step" means "N-max/step".
            end = ends.Length == 1 ? part.Most : end;
        }

        return start < part.Least ? $"beginning of range ({start}) below minimum ({part.Least}): {range}"
            : end > part.Most ? $"end of range ({end}) above maximum ({part.Most}): {range}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {range}"
            : step == 0 ? $"step of range should be a positive number: {range}"
            : null;
    }

    private static string? Number(string text, Part part, out int number)
    {
        var named = Array.IndexOf(part.Names, text.ToLowerInvariant());
        number = named + part.Least;
        if (named >= 0)
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
    }

    private sealed record Part(int Least, int Most, string[] Names);
}
