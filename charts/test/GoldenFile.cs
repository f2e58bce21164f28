namespace BigBen.Charts.Tests;

/// <summary>Compares with a committed file; <c>BIGBEN_UPDATE_GOLDEN=1</c> writes the file instead.</summary>
internal static class GoldenFile
{
    internal static void ShouldBe(string name, Manifests actual)
    {
        var path = Repository.Path($"charts/test/Golden/{name}.golden.yaml");
        if (Environment.GetEnvironmentVariable("BIGBEN_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, actual.Text());
        File.Exists(path).ShouldBeTrue($"{path} is missing: run the tests once with BIGBEN_UPDATE_GOLDEN=1 and read what they write");
        actual.Text().ShouldBe(
            File.ReadAllText(path),
            $"{name} renders something else: if it is meant, run the tests with BIGBEN_UPDATE_GOLDEN=1 and read the difference");
    }
}
