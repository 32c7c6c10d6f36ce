namespace ModelOps.Serving.Batching;

/// <summary>Predicts when a call would be answered, from the work that is before it.</summary>
internal sealed class AdmissionControl(BatchingSettings settings)
{
    /// <summary>Predicts the wait of a call and the time until its answer.</summary>
    /// <param name="queue">What waits.</param>
    /// <param name="buckets">The buckets of it.</param>
    /// <param name="bucket">Bucket of the call.</param>
    /// <param name="tenant">Tenant of the call.</param>
    /// <param name="level">Level of the call.</param>
    /// <param name="rows">Rows of the call.</param>
    /// <param name="running">What is left of the runs under way: of all, and of the one that ends first (0 where a lane is free).</param>
    public (long Wait, long Finish) Predict(
        FairQueue queue, ShapeBuckets buckets, ShapeBucket bucket, TenantShare tenant, int level, int rows, (double All, double First) running)
    {
        double all = 0;
        for (int i = 0; i < buckets.All.Count; i++) { all += Work(buckets.All[i], buckets.All[i].Rows); }
        (double own, int before) = OwnWork(tenant, bucket, level);
        double ahead = Math.Min(all, own * ShareOf(queue, tenant));
        double wait = (running.All + ahead) / settings.Lanes;
        double lastRun = bucket.Cost.Of(Math.Min(before + rows, settings.MaxRows));
        double extra = Work(bucket, bucket.Rows + rows) - Work(bucket, bucket.Rows);
        double finish = Math.Max(running.First + lastRun, (running.All + ahead + extra) / settings.Lanes);
        return ((long)wait, (long)finish);
    }

    private double Work(ShapeBucket bucket, int rows) =>
        rows == 0 ? 0 : (bucket.Cost.PerRow * rows) + (bucket.Cost.Fixed * ((rows + settings.MaxRows - 1) / settings.MaxRows));

    /// <summary>Work of the tenant's own calls that are as urgent, and how many of the rows share a bucket.</summary>
    private (double Work, int Rows) OwnWork(TenantShare tenant, ShapeBucket bucket, int level)
    {
        (double work, int rows) = (0, 0);
        for (int i = 0; i < tenant.Queues.Count; i++)
        {
            CallQueue own = tenant.Queues[i];
            int before = own.RowsUpTo(level);
            work += Work(own.Bucket, before);
            if (ReferenceEquals(own.Bucket, bucket)) { rows = before; }
        }

        return (work, rows);
    }

    /// <summary>How many times its own work passes while a tenant gets its share.</summary>
    private static double ShareOf(FairQueue queue, TenantShare tenant)
    {
        double weights = tenant.Rows == 0 ? tenant.Weight : 0;
        for (int i = 0; i < queue.Waiting.Count; i++) { weights += queue.Waiting[i].Weight; }
        return weights / tenant.Weight;
    }
}
