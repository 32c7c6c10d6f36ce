using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>A PostgreSQL server over a folder of its own, with its own durability, where Debian's postgresql is installed.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private const string Programs = "/usr/lib/postgresql";
    private readonly BenchmarkFolder _folder = BenchmarkFolder.OnDisk();
    private readonly int _port = FreePort();
    private readonly string _programs;
    private Process? _process;
    private int _databases;

    private PostgresProcess(string programs) => _programs = programs;

    /// <summary>Starts it and waits until it answers; null when it is not installed.</summary>
    public static async Task<PostgresProcess?> TryStartAsync()
    {
        string? programs = Directory.Exists(Programs)
            ? Directory.EnumerateDirectories(Programs).Select(static d => Path.Combine(d, "bin")).Where(static d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (programs is null) { return null; }
        PostgresProcess server = new(programs);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database; gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"swaps{_databases++}";
        await using NpgsqlConnection connection = new(ConnectionTo("postgres"));
        await connection.OpenAsync();
#pragma warning disable CA2100 // a name made here
        await using NpgsqlCommand create = new($"CREATE DATABASE {name}", connection);
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync();
        return ConnectionTo(name);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            using Process stop = Start("pg_ctl", "stop", "-D", Data, "-m", "fast");
            stop.WaitForExit();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private string Data => Path.Combine(_folder.Path, "data");

    private async Task StartAsync()
    {
        if (IsRoot) { Process.Start("chown", ["postgres:postgres", _folder.Path]).WaitForExit(); }
        using (Process initialize = Start("initdb", "-D", Data, "-A", "trust", "-U", "modelops", "-E", "UTF8", "--locale=C.UTF-8"))
        {
            await initialize.WaitForExitAsync();
            if (initialize.ExitCode != 0) { throw new InvalidOperationException("initdb failed."); }
        }

        _process = Start("postgres", "-D", Data, "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "dynamic_shared_memory_type=mmap");
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = new(ConnectionTo("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 300 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Process Start(string program, params IEnumerable<string> arguments)
    {
        string path = Path.Combine(_programs, program);
        (string file, IEnumerable<string> all) = IsRoot
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
        Process process = Process.Start(new ProcessStartInfo(file, all) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        process.BeginOutputReadLine(); // read and forgotten
        process.BeginErrorReadLine();
        return process;
    }

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username=modelops;Database={database}";

    private static bool IsRoot => Environment.UserName == "root";

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
