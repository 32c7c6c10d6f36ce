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
        ModelReference asked = request.Model;
        if (asked.Version is not null || asked.Alias is not null || CurrentPlan().Find(asked.Name) is not { } split)
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }

        ModelReference chosen = split.Choose(Hash(asked.Name, request.Context.RoutingKey));
        ValueTask<bool> ready = ReferenceEquals(chosen, split.First) ? new(true) : Inner.IsReadyAsync(chosen, cancellationToken);
        if (!ready.IsCompletedSuccessfully) { return SendWhenKnownAsync(ready, chosen, split.First, request, response, cancellationToken); }

        // No state machine for calls that have completed: all that are answered in process.
        ValueTask call = Send(ready.Result ? chosen : split.First, request, response, cancellationToken);
        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, asked, split.First, request, response, cancellationToken); }
        request.Model = asked;
        return call;
    }

    private async ValueTask SendWhenKnownAsync(
        ValueTask<bool> ready, ModelReference chosen, ModelReference first, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference asked = request.Model;
        ModelReference target = await ready.ConfigureAwait(false) ? chosen : first;
        await FinishAsync(Send(target, request, response, cancellationToken), asked, first, request, response, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask Send(ModelReference target, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference asked = request.Model;
        request.Model = target;
        try
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }
        catch
        {
            request.Model = asked;
            throw;
        }
    }

    private async ValueTask FinishAsync(
        ValueTask call, ModelReference asked, ModelReference first, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (ModelOpsException e) when (e is ModelNotReadyException or ModelVersionNotFoundException && !ReferenceEquals(request.Model, first))
        {
            // The variant went away between the question and the call.
            await Send(first, request, response, cancellationToken).ConfigureAwait(false);
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
