using System.Runtime.InteropServices;

namespace ModelOps.Drift.Profiles;

/// <summary>Sums of grid steps that lie between the grid's ends, and of their squares in parts. Of up to 2^14 values, for what each part may have in size.</summary>
/// <param name="Steps">Sum of the steps.</param>
/// <param name="High">Sum of h², where h is a step's nearest multiple of 2^24, in units of 2^48.</param>
/// <param name="Middle">Sum of hl, where l is the rest of the step, in units of 2^24.</param>
/// <param name="Low">Sum of l².</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StepSums(long Steps, long High, long Middle, long Low)
{
    internal ExactSums Whole => new(Steps, (UInt128)(((Int128)High << 48) + ((Int128)Middle << 25) + Low), 0);

    internal StepSums Merge(StepSums other) => new(Steps + other.Steps, High + other.High, Middle + other.Middle, Low + other.Low);
}
