// What the services are measured against: the same answers from a minimal API without logs, metrics, health, problem documents,
// retries or any other package. `/ping` is service-a's, `/ping_service_a` service-b's with an HttpClient alone.
using System.Text.Json;
using System.Text.Json.Serialization;
using BigBen.Bench.Bare;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
var app = builder.Build();
using var serviceA = new HttpClient { BaseAddress = new Uri(app.Configuration["SERVICE_A_URL"] ?? "http://127.0.0.1:8011") };

app.MapGet("/ping", () => new Greeting("Greetings from Service A!"));
app.MapGet("/ping_service_a", async (CancellationToken cancellationToken) =>
{
    var greeting = await serviceA.GetFromJsonAsync("/ping", BareJson.Default.Greeting, cancellationToken);
    return new Greeting($"{greeting!.Message} (via Service B)");
});
app.Run();

namespace BigBen.Bench.Bare
{
    internal sealed record Greeting(string Message);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Greeting))]
    internal sealed partial class BareJson : JsonSerializerContext;
}
