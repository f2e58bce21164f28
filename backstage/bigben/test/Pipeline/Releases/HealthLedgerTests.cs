using BigBen.Foundation;
using BigBen.Pipeline.Releases;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Releases;

public sealed class HealthLedgerTests : IDisposable
{
    private static readonly HealthKey Key = new("service-a", "sha256:1", "chart", "values", "developer");

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Only_exactly_what_ran_is_remembered_across_restarts()
    {
        new HealthLedger(temp["health"]).Has(Key).ShouldBeFalse();

        new HealthLedger(temp["health"]).Add([Key]);
        new HealthLedger(temp["health"]).Add([Key with { Service = "service-b" }]);

        var ledger = new HealthLedger(temp["health"]);
        ledger.Has(Key).ShouldBeTrue();
        ledger.Has(Key with { Service = "service-c" }).ShouldBeFalse();
        ledger.Has(Key with { Digest = "sha256:2" }).ShouldBeFalse();
        ledger.Has(Key with { Chart = "other" }).ShouldBeFalse();
        ledger.Has(Key with { Values = "other" }).ShouldBeFalse();
        ledger.Has(Key with { Environment = "staging" }).ShouldBeFalse("the same values elsewhere are another proof");
    }

    [Fact]
    public void What_a_version_before_remembered_without_a_name_ran_in_developer()
    {
        var ledger = new HealthLedger(temp.Write("health", "service-a sha256:1 chart values\n"));

        ledger.Has(Key).ShouldBeTrue();
        (ledger.HasRun("developer", "service-a", "sha256:1"), ledger.HasRun("staging", "service-a", "sha256:1")).ShouldBe((true, false));
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        var file = temp.Write("health", "service-a sha256:1\n");

        Should.Throw<PlatformException>(() => new HealthLedger(file).Has(Key)).Message.ShouldContain($"'{file}' is damaged");
    }
}
