using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of Jobs, and of what makes them on time.</summary>
internal static class JobRows
{
    private static readonly string[] Passing = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];

    public static JsonArray Job(JsonElement value, DateTimeOffset now)
    {
        var (names, images) = CellText.Containers(value, "spec", "template", "spec", "containers");
        return new JsonArray(
            value.NameOf(),
            Status(value),
            Completions(value),
            Duration(value, now),
            HumanDuration.Age(value, now),
            names,
            images,
            CellText.Selector(value.At("spec", "selector")).Or(CellText.None));
    }

    public static JsonArray CronJob(JsonElement value, DateTimeOffset now)
    {
        var (names, images) = CellText.Containers(value, "spec", "jobTemplate", "spec", "template", "spec", "containers");
        return new JsonArray(
            value.NameOf(),
            value.TextAt("spec", "schedule") ?? "",
            value.TextAt("spec", "timeZone") ?? CellText.None,
            value.At("spec", "suspend") is { } suspend ? suspend.ToString() : CellText.Unset,
            value.ItemsAt("status", "active").Count(),
            value.TimeAt("status", "lastScheduleTime") is { } last ? HumanDuration.Since(last, now) : CellText.None,
            HumanDuration.Age(value, now),
            names,
            images,
            CellText.Selector(value.At("spec", "jobTemplate", "spec", "selector")).Or(CellText.None));
    }

    private static string Status(JsonElement value)
    {
        if (value.HasCondition("Complete"))
            return "Complete";
        if (value.HasCondition("Failed"))
            return "Failed";
        if (value.IsTerminating())
            return "Terminating";
        return Passing.FirstOrDefault(type => value.HasCondition(type)) ?? "Running";
    }

    private static string Completions(JsonElement value)
    {
        var succeeded = value.NumberAt("status", "succeeded") ?? 0;
        if (value.NumberAt("spec", "completions") is { } completions)
            return $"{succeeded}/{completions}";
        return value.NumberAt("spec", "parallelism") is > 1 and var parallelism ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static string Duration(JsonElement value, DateTimeOffset now) =>
        value.TimeAt("status", "startTime") is { } start
            ? HumanDuration.Of((value.TimeAt("status", "completionTime") ?? now) - start)
            : "";
}
