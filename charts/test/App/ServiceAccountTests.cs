namespace BigBen.Charts.Tests.App;

public class ServiceAccountTests
{
    [Fact]
    public async Task A_service_has_its_own_account_whose_token_is_not_mounted()
    {
        var manifests = await RealHelm.AppAsync();

        manifests.One("ServiceAccount").Text("automountServiceAccountToken").ShouldBe("false");
        manifests.PodSpecs().ShouldAllBe(pod => pod.Text("serviceAccountName") == "service-a");
    }

    [Theory]
    [InlineData("serviceAccount: {name: robot}", true, "robot")]
    [InlineData("serviceAccount: {create: false, name: robot}", false, "robot")]
    [InlineData("serviceAccount: {create: false}", false, "default")]
    public async Task Another_account_can_be_named(string values, bool created, string name)
    {
        var manifests = await RealHelm.AppAsync(values);

        manifests.Has("ServiceAccount").ShouldBe(created);
        if (created)
            manifests.One("ServiceAccount").Text("metadata", "name").ShouldBe(name);
        manifests.PodSpecs().ShouldAllBe(pod => pod.Text("serviceAccountName") == name);
    }

    [Fact]
    public async Task An_account_can_be_annotated() =>
        (await RealHelm.AppAsync(Everything.On)).One("ServiceAccount").Text("metadata", "annotations", "note").ShouldBe("3");
}
