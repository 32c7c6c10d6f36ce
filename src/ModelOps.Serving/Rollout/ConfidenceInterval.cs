using System.Runtime.InteropServices;

namespace ModelOps.Serving;

/// <summary>What a quantity lies between, unless one of the rare errors that a rollout's <see cref="RolloutPolicy.Alpha"/> allows has happened.</summary>
/// <param name="Lower">Lower bound; negative infinity when nothing is known.</param>
/// <param name="Upper">Upper bound, at least <paramref name="Lower"/>; infinity when nothing is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ConfidenceInterval(double Lower, double Upper);
