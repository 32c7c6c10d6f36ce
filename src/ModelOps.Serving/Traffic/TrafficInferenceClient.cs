namespace ModelOps.Serving;

/// <summary>Sends calls that name neither version nor alias where the policy of their model says.</summary>
/// <remarks>While such a call runs, its request names the alias or version chosen; afterwards it is as the caller made it.</remarks>
internal sealed class TrafficInferenceClient(IInferenceClient inner, ITrafficRouter router, TrafficTaps taps, TrafficMetrics metrics, TimeProvider timeProvider)
    : DelegatingInferenceClient(inner)
{
    private TrafficPlan _plan = new([], new Dictionary<string, TrafficTap>());

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelReference asked = request.Model;
        if (asked.Version is not null || asked.Alias is not null || CurrentPlan().Find(asked.Name) is not { } policy
            || !policy.TryChoose(request, timeProvider, out TrafficChoice choice))
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }

        metrics.Routed(asked.Name, choice);
        ValueTask<bool> ready = choice.CanFallBack ? Inner.IsReadyAsync(choice.Target, cancellationToken) : new(true);
        if (!ready.IsCompletedSuccessfully) { return SendWhenKnownAsync(ready, choice, request, response, cancellationToken); }

        // No state machine for calls that have completed: all that are answered in process.
        TrafficChoice sent = ready.Result ? choice : FallBack(choice, asked.Name);
        long start = sent.Recorder is null ? 0 : timeProvider.GetTimestamp();
        ValueTask call = Send(sent.Target, request, response, cancellationToken);
        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, sent, start, asked, request, response, cancellationToken); }
        sent.Recorder?.Record(sent.Arm, sent.Unit, timeProvider.GetElapsedTime(start), CallOutcomes.Of(response));
        request.Model = asked;
        return call;
    }

    private async ValueTask SendWhenKnownAsync(
        ValueTask<bool> ready, TrafficChoice choice, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference asked = request.Model;
        TrafficChoice sent = await ready.ConfigureAwait(false) ? choice : FallBack(choice, asked.Name);
        long start = sent.Recorder is null ? 0 : timeProvider.GetTimestamp();
        await FinishAsync(Send(sent.Target, request, response, cancellationToken), sent, start, asked, request, response, cancellationToken).ConfigureAwait(false);
    }

    // What throws at once fails like any other call.
    private ValueTask Send(ModelReference target, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        request.Model = target;
        try
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private async ValueTask FinishAsync(
        ValueTask call, TrafficChoice sent, long start, ModelReference asked, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await call.ConfigureAwait(false);
            sent.Recorder?.Record(sent.Arm, sent.Unit, timeProvider.GetElapsedTime(start), CallOutcomes.Of(response));
        }
        catch (ModelOpsException e) when (e is ModelNotReadyException or ModelVersionNotFoundException && sent.CanFallBack)
        {
            // The variant went away between the question and the call.
            await Send(FallBack(sent, asked.Name).Target, request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            sent.Recorder?.Record(sent.Arm, sent.Unit, timeProvider.GetElapsedTime(start), CallOutcomes.Of(e));
            throw;
        }
        finally
        {
            request.Model = asked;
        }
    }

    // Who answers in place of another is evidence for neither.
    private TrafficChoice FallBack(in TrafficChoice choice, string model)
    {
        metrics.FellBack(model, choice);
        return choice with { Target = choice.Fallback, Recorder = null };
    }

    private TrafficPlan CurrentPlan()
    {
        IReadOnlyList<TrafficPolicy> policies = router.Policies;
        IReadOnlyDictionary<string, TrafficTap> rollouts = taps.Current;
        TrafficPlan plan = Volatile.Read(ref _plan);
        if (!ReferenceEquals(plan.Policies, policies) || !ReferenceEquals(plan.Taps, rollouts))
        {
            plan = new TrafficPlan(policies, rollouts);
            Volatile.Write(ref _plan, plan);
        }

        return plan;
    }
}
