using System.Net;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class ProblemsTests
{
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/health", 405)]
    [InlineData("GET", "/throw", 500)]
    public async Task Every_error_is_a_problem_document_with_the_callers_trace_id(string method, string path, int status)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        foreach (var accept in new[] { "*/*", "text/html" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Accept", accept);
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            var response = await service.Public.SendAsync(request);

            ((int)response.StatusCode).ShouldBe(status);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            problem.GetProperty("status").GetInt32().ShouldBe(status);
            problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("traceId").GetString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        }
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_names_the_ones_that_are()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Public.DeleteAsync("/health")).Content.Headers.Allow.ShouldBe(["GET"]);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task No_exception_text_leaves(string environment)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, $"--environment={environment}");
        var response = await service.Public.GetAsync("/throw");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var everything = response.Headers + await response.Content.ReadAsStringAsync();
        everything.ShouldNotContain(Specimen.Secret);
        everything.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task The_management_port_speaks_problems_as_well()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Management.GetAsync("/nowhere")).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
