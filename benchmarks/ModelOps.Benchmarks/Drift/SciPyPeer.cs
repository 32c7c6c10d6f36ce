using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ModelOps.Benchmarks.Harness;

namespace ModelOps.Benchmarks.Drift;

/// <summary><c>scipy_peer.py</c> in a process of its own, where Python has SciPy (Debian: python3-scipy).</summary>
internal sealed class SciPyPeer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("modelops-drift-").FullName;

    private SciPyPeer(Process process) => _process = process;

    /// <summary>Starts it; null when there is no Python with SciPy.</summary>
    public static SciPyPeer? TryStart()
    {
        ProcessStartInfo start = new("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Drift", "scipy_peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        SciPyPeer peer = new(process);
        _ = process.StandardError.ReadToEndAsync();
        try
        {
            peer.Load("probe", [0f]);
            return peer;
        }
        catch (IOException)
        {
            peer.Dispose();
            return null;
        }
    }

    /// <summary>Gives it an array.</summary>
    public void Load(string name, ReadOnlySpan<float> values)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(values));
        Ask($"load {name} {file}");
        File.Delete(file);
    }

    /// <summary>Has it do something once and tells the numbers that it found.</summary>
    public double[] Find(string work) => [.. Numbers(Ask($"{work} 1")).Skip(1)];

    /// <summary>A contender that does something and is timed by itself.</summary>
    public Contender Contender(string name, string work) => new(name, _ => ValueTask.CompletedTask)
    {
        TimeItself = calls => TimeSpan.FromSeconds(Numbers(Ask(string.Create(CultureInfo.InvariantCulture, $"{work} {calls}"))).First()),
    };

    public void Dispose()
    {
        if (!_process.HasExited) { _process.Kill(); }
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<double> Numbers(string answer) =>
        answer.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture));

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new IOException("Python ended. Are SciPy and NumPy installed (Debian: python3-scipy)?");
    }
}
