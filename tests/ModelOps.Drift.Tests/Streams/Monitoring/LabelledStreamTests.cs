using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.Drift.Tests.Performance.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class LabelledStreamTests
{
    [Theory]
    [InlineData(StreamSource.WrongPredictions, PredictionTask.BinaryClassification, "ddm", 0.0, 1.0)]
    [InlineData(StreamSource.AbsoluteError, PredictionTask.Regression, "page-hinkley", 0.25, 0.75)]
    public void LateLabels_OfAModelThatGetsWorse_AreAChangeOfTheVersion(StreamSource source, PredictionTask task, string detector, double least, double most)
    {
        using var host = new WatchedModel(MonitoringData.Clock(), model => model.Task = task, services: services => services.AddModelOps().AddStreamDetection(streams =>
        {
            var options = new WatchedStreamOptions { Source = source, Detector = detector };
            if (detector == "page-hinkley") { options.Settings["threshold"] = "5"; }
            streams.Watch(WatchedModel.Model, "error", options);
        }));
        for (int i = 0; i < 400; i++) { host.Call($"{i}", 0.75); }
        for (int i = 0; i < 400; i++) { Assert.Equal(LabelOutcome.Joined, host.Labels.AddLabel(WatchedModel.Model, $"{i}", i < 300 || i % 4 == 0 ? 1 : 0)); }
        host.Services.GetRequiredService<StreamDetectionService>().RunRound();
        StreamChange change = host.Services.GetRequiredService<IStreamHistory>().Read(WatchedModel.Model, WatchedModel.Version)[^1];
        Assert.Equal(("error", source, detector), (change.Stream, change.Source, change.Detector));
        Assert.Equal(least, change.MeanBefore, 1e-12);
        Assert.InRange(change.MeanAfter, (least + most) / 2, most);
        Assert.InRange(change.Values, 302, 330);
    }
}
