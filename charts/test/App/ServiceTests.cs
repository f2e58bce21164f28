namespace BigBen.Charts.Tests.App;

public class ServiceTests
{
    [Fact]
    public async Task The_service_has_the_programs_ports_under_their_names()
    {
        var service = (await RealHelm.AppAsync("service: {port: 8011}")).One("Service");

        service.Text("spec", "type").ShouldBe("ClusterIP");
        service.Items("spec", "ports").Select(p => (p.Text("name"), p.Text("port"), p.Text("targetPort")))
            .ShouldBe([("http", "8011", "http"), ("management", "9090", "management")]);
    }

    [Fact]
    public async Task Two_ports_in_one_place_are_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync("service: {port: 9090}")))
            .ShouldContain("service.port and management.port are both 9090");
}
