namespace ModelOps.Serving;

/// <summary>Sends calls that name neither version nor alias to the variants of their model's split.</summary>
/// <remarks>While such a call runs, its request names the alias chosen; afterwards it is as the caller made it.</remarks>
internal sealed class TrafficInferenceClient(IInferenceClient inner, ITrafficRouter router) : DelegatingInferenceClient(inner)
{
    private const ulong GoldenRatio = 0x9e3779b97f4a7c15; // an odd step, so that a counter visits all values: SplitMix64
    private TrafficPlan _plan = new([]);
    private ulong _counter;

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Model is { Version: null, Alias: null } && CurrentPlan().Find(request.Model.Name) is { } split
            ? RouteAsync(split, request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);
    }

    private async ValueTask RouteAsync(TrafficPlanEntry split, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference asked = request.Model;
        ModelReference chosen = split.Choose(Hash(asked.Name, request.Context.RoutingKey));
        if (!ReferenceEquals(chosen, split.First) && !await Inner.IsReadyAsync(chosen, cancellationToken).ConfigureAwait(false)) { chosen = split.First; }
        try
        {
            request.Model = chosen;
            await Inner.InferAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelOpsException e) when (e is ModelNotReadyException or ModelVersionNotFoundException && !ReferenceEquals(chosen, split.First))
        {
            request.Model = split.First; // the variant went away between the question and the call
            await Inner.InferAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Model = asked;
        }
    }

    private ulong Hash(string model, string? key) =>
        key is null ? StableHash.Mix(Interlocked.Add(ref _counter, GoldenRatio)) : StableHash.Compute(model, key);

    private TrafficPlan CurrentPlan()
    {
        IReadOnlyList<TrafficSplit> splits = router.Splits;
        TrafficPlan plan = Volatile.Read(ref _plan);
        if (!ReferenceEquals(plan.Source, splits))
        {
            plan = new TrafficPlan(splits);
            Volatile.Write(ref _plan, plan);
        }

        return plan;
    }
}
