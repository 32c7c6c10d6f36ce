using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A PostgreSQL server over a folder of its own. Killed at once, it keeps what it acknowledged: the system still writes it.</summary>
public sealed class PostgresServer : ServerProcess
{
    private const string Package = "postgresql";
    private readonly TemporaryFolder _folder = new();

    private PostgresServer()
    {
    }

    public string ConnectionString => ConnectionStringTo(Port);

    public static string ConnectionStringTo(int port) => $"Host=127.0.0.1;Port={port};Username=modelops;Database=postgres;Timeout=5";

    public static async Task<PostgresServer> CreateAsync()
    {
        string initialize = Find("initdb");
        PostgresServer server = new();
        await OtherUser.GiveAsync(server._folder.Path, "postgres");
        await OtherUser.RunAsync(OtherUser.As("postgres", initialize, "-D", server.Data, "-A", "trust", "-N", "-U", "modelops", "-E", "UTF8", "--locale=C.UTF-8"));
        await server.StartAsync();
        return server;
    }

    /// <summary>Kills it and starts it again on the same port, once what it left behind lets it.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        await StartAsync();
    }

    /// <summary>Stops it by its own program, which gives its shared memory back.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (IsRunning) { await OtherUser.RunAsync(OtherUser.As("postgres", Find("pg_ctl"), "stop", "-D", Data, "-m", "immediate"), highestGood: 1); }
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => OtherUser.As(
        "postgres",
        Find("postgres"),
        "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "dynamic_shared_memory_type=mmap", "-c", "max_connections=200", "-c", "shared_buffers=32MB");

    /// <summary>Whether it takes sessions: while it recovers, it answers with an error.</summary>
    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            byte[] start = [0, 3, 0, 0, .. "user\0modelops\0database\0postgres\0\0"u8];
            await client.GetStream().WriteAsync((byte[])[0, 0, 0, (byte)(start.Length + 4), .. start]);
            byte[] answer = new byte[1];
            return await client.GetStream().ReadAsync(answer) == 1 && answer[0] == (byte)'R';
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private string Data => Path.Combine(_folder.Path, "data");

    /// <summary>Debian keeps each release's programs in a folder of its own.</summary>
    private static string Find(string program)
    {
        string? found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin", program)).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        return found ?? Require(program, Package);
    }
}
