using System.Runtime.InteropServices;

namespace ModelOps;

/// <summary>What came of asking for permits.</summary>
/// <param name="Granted">Permits taken; 0 when there were too few.</param>
/// <param name="RetryAfter">When so many as needed will be there; zero when they were.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitDecision(int Granted, TimeSpan RetryAfter)
{
    /// <summary>Whether the call may go on.</summary>
    public bool IsAllowed => Granted > 0;
}
