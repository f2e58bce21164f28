using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BigBen.Bench.Platforms;

/// <summary>nginx as a proxy before one pod: one process, connections kept open on both sides, no log.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private Nginx(Process process, TemporaryFolder folder, int port)
    {
        _process = process;
        _folder = folder;
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    /// <summary>Its processor time up to now, user and system.</summary>
    public double ProcessorSeconds => ProcessorTime.Of(_process.Id).TotalSeconds;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="pod">Address and port of the pod.</param>
    /// <exception cref="HttpRequestException">It does not start; its own words are on standard error.</exception>
    public static async Task<Nginx> StartAsync(string pod)
    {
        var port = FreePort();
        var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(file, Settings(pod, port));
        var start = new ProcessStartInfo("nginx", ["-p", folder.Path, "-e", "error.log", "-c", file]);
        var nginx = new Nginx(Process.Start(start)!, folder, port);
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                await http.GetAsync($"{nginx.Url}/ping");
                return nginx;
            }
            catch (HttpRequestException) when (!nginx._process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Settings(string pod, int port) =>
        $$"""
        daemon off; master_process off; worker_processes 1; pid nginx.pid;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          upstream pod { server {{pod}}; keepalive 64; keepalive_requests 100000000; }
          server {
            listen 127.0.0.1:{{port}};
            keepalive_requests 100000000;
            location / {
              proxy_pass http://pod;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Host $http_host;
              proxy_set_header X-Forwarded-Proto http;
            }
          }
        }
        """;
}
