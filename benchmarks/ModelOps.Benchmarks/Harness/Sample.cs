namespace ModelOps.Benchmarks.Harness;

/// <summary>What one sample of a contender showed.</summary>
/// <param name="Microseconds">Time of one call.</param>
/// <param name="Bytes">Managed bytes allocated by one call, by every thread of the process.</param>
internal sealed record Sample(double Microseconds, double Bytes);
