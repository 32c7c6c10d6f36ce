using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>An nginx that hands every request on to a server of this machine, as a reverse proxy in front of it.</summary>
public sealed class NginxServer : ServerProcess
{
    private readonly TemporaryFolder _folder = new();
    private readonly Uri _upstream;
    private readonly string _settings;

    private NginxServer(Uri upstream, string settings)
    {
        _upstream = upstream;
        _settings = settings;
    }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <param name="upstream">Where requests go.</param>
    /// <param name="settings">Further lines for the location, e.g. <c>proxy_request_buffering off;</c>.</param>
    public static async Task<NginxServer> CreateAsync(Uri upstream, string settings = "")
    {
        Require("nginx", "nginx");
        NginxServer server = new(upstream, settings);
        await server.StartAsync();
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe()
    {
        string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        File.WriteAllText(Path.Combine(_folder.Path, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid {{_folder.Path}}/nginx.pid;
            error_log stderr warn;
            events { }
            http {
                access_log off;
                {{string.Join("\n    ", temporary.Select(name => $"{name}_temp_path {_folder.Path}/{name};"))}}
                server {
                    listen 127.0.0.1:{{Port}};
                    client_max_body_size 256m;
                    location / {
                        proxy_pass {{_upstream.GetLeftPart(UriPartial.Authority)}};
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $host;
                        {{_settings}}
                    }
                }
            }
            """);
        return new ProcessStartInfo(Require("nginx", "nginx"), ["-p", _folder.Path, "-c", Path.Combine(_folder.Path, "nginx.conf"), "-e", "stderr"]);
    }
}
