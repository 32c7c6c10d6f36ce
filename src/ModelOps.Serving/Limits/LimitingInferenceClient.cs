namespace ModelOps.Serving.Limits;

/// <summary>Holds callers to their quotas, and the host to what it can do in time.</summary>
/// <remarks>A call that passes local limits without a wait needs no state machine and no memory.</remarks>
internal sealed class LimitingInferenceClient(IInferenceClient inner, LimitPlanSource plans, LimitMetrics metrics, TimeProvider timeProvider) : DelegatingInferenceClient(inner)
{
    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (plans.Current is not { } plan) { return Inner.InferAsync(request, response, cancellationToken); }
        long now = timeProvider.GetTimestamp();
        LimitAdmission admission = default;
        for (int i = 0; i < plan.Rules.Length; i++)
        {
            RuleLimiter rule = plan.Rules[i];
            if (rule.Find(request, now) is not { } partition) { continue; }
            LimitVerdict verdict = rule.TryPass(partition, rule.CostOf(request), now, out TimeSpan? retryAfter);
            if (verdict == LimitVerdict.Open) { return WaitAsync(plan, admission, i, request, response, cancellationToken); }
            if (verdict == LimitVerdict.Refused)
            {
                admission.Return(plan, request);
                throw Refused(rule, retryAfter);
            }

            admission[i] = partition;
        }

        OverloadGuard? guard = plan.GuardOf(request.Model.Name);
        return guard is null || guard.TryEnter()
            ? Run(guard, admission, request, response, cancellationToken)
            : WaitAsync(plan, admission, plan.Rules.Length, request, response, cancellationToken);
    }

    // From the first rule that cannot be decided at once.
    private async ValueTask WaitAsync(LimitPlan plan, LimitAdmission admission, int first, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        OverloadGuard? guard;
        try
        {
            for (int i = first; i < plan.Rules.Length; i++)
            {
                RuleLimiter rule = plan.Rules[i];
                if (rule.Find(request, timeProvider.GetTimestamp()) is not { } partition) { continue; }
                int cost = rule.CostOf(request);
                LimitVerdict verdict = rule.TryPass(partition, cost, timeProvider.GetTimestamp(), out TimeSpan? retryAfter);
                bool isPassed = verdict == LimitVerdict.Passed;
                if (verdict == LimitVerdict.Open)
                {
                    (isPassed, retryAfter) = await rule.PassAsync(partition, cost, PriorityOf(plan, request), PatienceOf(request), cancellationToken).ConfigureAwait(false);
                }

                if (!isPassed) { throw Refused(rule, retryAfter); }
                admission[i] = partition;
            }

            guard = plan.GuardOf(request.Model.Name);
            if (guard?.TryEnter() == false) { await guard.EnterAsync(request.Context.Priority, PatienceOf(request), cancellationToken).ConfigureAwait(false); }
        }
        catch
        {
            admission.Return(plan, request);
            throw;
        }

        await Run(guard, admission, request, response, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask Run(OverloadGuard? guard, in LimitAdmission admission, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        long start = guard is null ? 0 : timeProvider.GetTimestamp();
        ValueTask call;
        try
        {
            call = Inner.InferAsync(request, response, cancellationToken);
        }
        catch (Exception e)
        {
            Leave(guard, admission, start, e);
            throw;
        }

        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, guard, admission, start); }
        Leave(guard, admission, start, null);
        return call;
    }

    private async ValueTask FinishAsync(ValueTask call, OverloadGuard? guard, LimitAdmission admission, long start)
    {
        Exception? error = null;
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            Leave(guard, admission, start, error);
        }
    }

    private void Leave(OverloadGuard? guard, in LimitAdmission admission, long start, Exception? error)
    {
        admission.Leave();
        guard?.Exit(timeProvider.GetElapsedTime(start), error);
    }

    private QuotaExceededException Refused(RuleLimiter rule, TimeSpan? retryAfter)
    {
        metrics.Refused(rule.Rule.Name, "quota");
        return new QuotaExceededException(rule.Description, retryAfter);
    }

    private static int PriorityOf(LimitPlan plan, InferenceRequest request) => request.Context.Priority > 0 ? request.Context.Priority : plan.Overload.DefaultPriority;

    private TimeSpan PatienceOf(InferenceRequest request) =>
        request.Context.Deadline is not { } deadline ? TimeSpan.MaxValue : deadline - timeProvider.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
