using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A real file system of a few megabytes, for a test that fills it or makes it read-only. Needs the right to mount; skips without.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        SmallDisk disk = new();
        bool mounted = OperatingSystem.IsLinux() && TryRun("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        if (!mounted) { disk._folder.Dispose(); }
        Assert.SkipUnless(mounted, "needs the right to mount a file system (root on Linux)");
        return disk;
    }

    public void Remount(string mode) => Assert.True(TryRun("mount", "-o", $"remount,{mode}", Path));

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using FileStream file = new(Filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true) { file.Write(block); }
        }
        catch (IOException) { } // full, as wanted
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Empty() => File.Delete(Filler);

    public void Dispose()
    {
        TryRun("umount", Path);
        _folder.Dispose();
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
