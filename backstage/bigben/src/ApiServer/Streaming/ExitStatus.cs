namespace BigBen.ApiServer.Streaming;

/// <summary>How a command ended, as the <c>Status</c> that clients take the exit code from.</summary>
internal static class ExitStatus
{
    /// <summary>The status of an exit code.</summary>
    public static JsonObject Of(int exitCode)
    {
        if (exitCode == 0)
            return new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" };
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {code}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = code }),
            },
        };
    }
}
