namespace ModelOps.Serving.Samples;

/// <summary>The worst difference of one recorded call.</summary>
/// <param name="Line">Line of the call.</param>
/// <param name="Excess">Difference over what is allowed; infinite where they cannot be compared.</param>
/// <param name="What">For people, without values.</param>
internal sealed record GoldenDifference(int Line, double Excess, string What);
