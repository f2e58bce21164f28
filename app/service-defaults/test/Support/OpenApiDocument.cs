namespace BigBen.ServiceDefaults.Tests.Support;

internal static class OpenApiDocument
{
    /// <summary>Compares what a service serves with the file that is committed beside its source.</summary>
    /// <param name="service">The service.</param>
    /// <param name="folder">Its folder, from the top of the repository.</param>
    public static async Task ShouldBeCommittedAsync(RunningService service, string folder)
    {
        var served = await service.Public.GetStringAsync("/openapi/v1.json");
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, folder, "openapi.json"));
        committed.ReplaceLineEndings("\n").TrimEnd().ShouldBe(
            served.ReplaceLineEndings("\n").TrimEnd(),
            $"If the change is meant: dotnet build {folder}/src -p:UpdateOpenApi=true, and commit the file.");
    }
}
