using BigBen.ServiceDefaults.Logs;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace BigBen.ServiceDefaults.Tests.Logs;

public class ConsoleLogsTests
{
    [Theory]
    [InlineData("Production", typeof(JsonConsole))]
    [InlineData("Development", typeof(ConsoleLoggerProvider))]
    public async Task Lines_are_JSON_for_machines_and_plain_text_while_developing(string environment, Type provider)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, $"--environment={environment}");
        service.Services.GetServices<ILoggerProvider>().ShouldHaveSingleItem().ShouldBeOfType(provider);
    }
}
