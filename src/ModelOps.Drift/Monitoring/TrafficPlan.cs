namespace ModelOps.Drift.Monitoring;

/// <summary>Where in a call the features of a reference are.</summary>
/// <param name="Tensors">Tensors that hold some; those of inputs first.</param>
/// <param name="Columns">Feature at each place of a row of numbers; a name that the reference does not have for what is no numeric feature.</param>
/// <param name="Problem">What does not fit and how to mend it, for people; null when every feature was found.</param>
internal sealed record TrafficPlan(TensorColumns[] Tensors, string[] Columns, string? Problem)
{
    /// <summary>Whether a row of numbers is a row of one tensor, so that it need not be put together.</summary>
    internal bool IsOneTensor { get; } = Tensors is [{ Offset: 0, Categories.Length: 0 }];
}
