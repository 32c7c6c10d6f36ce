using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A redis-server that writes each command to disk before it answers, so that nothing acknowledged is lost when it is killed.</summary>
public sealed class RedisServer : ServerProcess
{
    private readonly TemporaryFolder _folder = new();

    private RedisServer()
    {
    }

    public string Configuration => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> CreateAsync()
    {
        Require("redis-server", "redis-server");
        RedisServer server = new();
        await server.StartAsync();
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => new(
        Require("redis-server", "redis-server"),
        ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", "yes", "--appendfsync", "always"]);

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            byte[] answer = new byte[64];
            int read = await client.GetStream().ReadAsync(answer);
            return Encoding.ASCII.GetString(answer, 0, read).StartsWith("+PONG", StringComparison.Ordinal); // not while it reads its log
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
