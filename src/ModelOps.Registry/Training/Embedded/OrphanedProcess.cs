using System.ComponentModel;
using System.Diagnostics;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Ends what a killed host left running, so that a job that is taken over does not run twice.</summary>
internal static class OrphanedProcess
{
    /// <summary>Clocks of a process's start are derived, and differ by a little from reading to reading.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <returns>Whether there was one.</returns>
    public static bool End(int processId, DateTimeOffset startedAt)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            if ((process.StartTime - startedAt.LocalDateTime).Duration() > Tolerance) { return false; } // the number belongs to another by now
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // gone already, or not ours to end
        }
    }
}
