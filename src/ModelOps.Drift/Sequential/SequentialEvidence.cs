using System.Runtime.InteropServices;

namespace ModelOps.Drift.Sequential;

/// <summary>What a <see cref="SequentialDriftDetector"/> knows after a look.</summary>
/// <param name="LogEvidence">Natural logarithm of the evidence.</param>
/// <param name="Alarms">Whether it reached the threshold at this look.</param>
/// <param name="Since">The look, counted from 0, from which on the evidence for a change is strongest: an estimate of when it came.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SequentialEvidence(double LogEvidence, bool Alarms, long Since);
