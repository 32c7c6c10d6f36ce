using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Lists of the files of runs.</summary>
internal sealed class RunArtifactEndpoints(ITrackingStore tracking, ArtifactLister artifacts)
{
    public void Map(MlflowRoutes routes) => routes.Get("artifacts/list", ListAsync);

    private async Task ListAsync(MlflowCall call)
    {
        TrackingRun run = await tracking.GetRunAsync(call.Fields.RunId(), call.Cancellation).ConfigureAwait(false);
        await artifacts.AnswerAsync(call, run.ArtifactUri, call.Fields.Text("path")).ConfigureAwait(false);
    }
}
