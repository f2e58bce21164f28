using System.Text;
using Grpc.Core;

namespace BigBen.Tests.Ingress;

/// <summary>A gRPC service of two methods, each of which says again what it is told; virtual, as those that are generated.</summary>
[BindServiceMethod(typeof(EchoGrpc), nameof(Bind))]
public class EchoGrpc
{
    private static readonly Marshaller<string> Text = new(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    public static Method<string, string> UnaryMethod { get; } = new(MethodType.Unary, "echo.Echo", "Unary", Text, Text);

    public static Method<string, string> DuplexMethod { get; } = new(MethodType.DuplexStreaming, "echo.Echo", "Duplex", Text, Text);

    public static void Bind(ServiceBinderBase binder, EchoGrpc? service)
    {
        binder.AddMethod(UnaryMethod, service is null ? null : service.Unary);
        binder.AddMethod(DuplexMethod, service is null ? null : service.Duplex);
    }

    public virtual Task<string> Unary(string request, ServerCallContext context) => request == "fail"
        ? throw new RpcException(new Status(StatusCode.FailedPrecondition, "as asked for"))
        : Task.FromResult(request);

    public virtual async Task Duplex(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync())
            await responses.WriteAsync(request);
        context.ResponseTrailers.Add("x-done", "yes");
    }
}
