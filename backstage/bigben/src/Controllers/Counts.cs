namespace BigBen.Controllers;

/// <summary>The counts of an object's status, which are 32-bit numbers as in Kubernetes.</summary>
internal static class Counts
{
    /// <summary>Writes a count, which is left out where it is 0.</summary>
    public static void SetCount(this JsonObject status, string field, int count)
    {
        if (count == 0)
            status.Remove(field);
        else
            status[field] = count;
    }
}
