using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Histories of metrics.</summary>
internal sealed class MetricEndpoints(ITrackingStore store)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Get("metrics/get-history", GetHistoryAsync);
        routes.Get("metrics/get-history-bulk-interval", GetIntervalAsync);
    }

    private async Task GetHistoryAsync(MlflowCall call)
    {
        TrackingPage<RunMetric> page = await store.GetMetricHistoryAsync(
            new MetricHistoryQuery
            {
                RunId = call.Fields.RunId(),
                Key = call.Fields.Required("metric_key"),
                PageSize = call.Fields.PageSize(25_000, TrackingLimits.MaxPageSize),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("metrics"u8, page.Items, RunJson.WriteMetric);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private async Task GetIntervalAsync(MlflowCall call)
    {
        IReadOnlyList<RunMetricPoint> points = await store.GetMetricIntervalAsync(
            new MetricIntervalQuery
            {
                RunIds = call.Fields.Texts("run_ids"),
                Key = call.Fields.Required("metric_key"),
                StartStep = call.Fields.Whole("start_step"),
                EndStep = call.Fields.Whole("end_step"),
                MaxResults = call.Fields.PageSize(TrackingLimits.MaxIntervalPoints, TrackingLimits.MaxIntervalPoints),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteList("metrics"u8, points, static (w, point) =>
        {
            RunJson.WriteMetric(w, point.Metric);
            w.WriteString("run_id"u8, point.RunId);
        })).ConfigureAwait(false);
    }
}
