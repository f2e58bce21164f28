namespace BigBen.Verbs.Export.Translating;

/// <summary>How many there are of a service, for targets that can count.</summary>
internal static class Replicas
{
    /// <summary>The fewest and the most: of the autoscaler where there is one, else of the workload.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="workload">The workload.</param>
    public static (int Least, int Most) Take(Translation translation, Workload workload)
    {
        foreach (var scaler in translation.Of("HorizontalPodAutoscaler"))
        {
            if (scaler.At("spec") is not { } spec || spec.At("scaleTargetRef")?.Text("name") != workload.Name)
                continue;
            scaler.TakeIdentity();
            spec.Take("scaleTargetRef");
            // The workload's own count, by which it begins, stays.
            return (Number(spec.TakeText("minReplicas"), 1), Number(spec.TakeText("maxReplicas"), 1));
        }

        var count = Number(workload.Spec.TakeText("replicas"), 1);
        return (count, count);
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
