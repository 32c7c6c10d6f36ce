using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ModelOps.Benchmarks.Rest;

/// <summary>uvicorn with <c>fastapi_xgboost.py</c>, one worker process, where Python has what it needs (Debian: python3-fastapi, uvicorn, python3-xgboost).</summary>
internal sealed class FastApiServer : IDisposable
{
    private readonly Process _process;

    private FastApiServer(Process process, IPEndPoint endPoint)
    {
        _process = process;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts it and waits until it listens; null when Python lacks a module.</summary>
    public static async Task<FastApiServer?> TryStartAsync(string modelFile)
    {
        IPEndPoint endPoint = new(IPAddress.Loopback, FreePort());
        ProcessStartInfo start = new(
            "/usr/bin/python3", ["-m", "uvicorn", "fastapi_xgboost:app", "--app-dir", Path.Combine(AppContext.BaseDirectory, "Rest"), "--port", $"{endPoint.Port}", "--log-level", "error"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["MODEL"] = modelFile;
        start.Environment["OMP_NUM_THREADS"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        _ = process.StandardError.ReadToEndAsync();
        for (int i = 0; i < 300 && !process.HasExited; i++)
        {
            using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(endPoint);
                return new FastApiServer(process, endPoint);
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        process.Kill();
        process.Dispose();
        return null;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
