using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Remote;

namespace ModelOps.Registry.Tests.Training;

public sealed class KubeflowLauncherTests : IDisposable
{
    private readonly FakeKubeflow _kubeflow = new() { Token = "kfp" };
    private readonly KubeflowLauncher _launcher;

    public KubeflowLauncherTests() => _launcher = new KubeflowLauncher(
        new KubeflowOptions
        {
            Address = new Uri("https://kubeflow/pipeline/.."),
            TokenSecret = "token",
            ExperimentId = "e-1",
            ServiceAccount = "runner",
            PipelineRoot = "s3://root",
            JsonParameters = { "epochs" },
            RetryDelay = TimeSpan.Zero,
            Handler = () => _kubeflow,
        },
        new OneSecret("token", "kfp"),
        new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _launcher.Dispose();
        _kubeflow.Dispose();
    }

    [Fact]
    public async Task Start_Twice_IsOneRunFoundByItsName()
    {
        TrainingJobHandle first = await _launcher.StartAsync(Spec(), "k", Token);
        TrainingJobHandle second = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal((true, false, first.Id), (first.IsNew, second.IsNew, second.Id));
        JsonNode body = Assert.Single(_kubeflow.Bodies);
        Assert.Equal(
            """{"pipeline_id":"p-1","pipeline_version_id":"v-2"} {"parameters":{"epochs":3,"lr":"0.1"},"pipeline_root":"s3://root"} "e-1" "runner" "drift" """.TrimEnd(),
            string.Join(' ', new[] { "pipeline_version_reference", "runtime_config", "experiment_id", "service_account", "description" }.Select(name => body[name]!.ToJsonString())));
    }

    [Fact]
    public async Task Start_TwoThatRaced_TheOlderStaysAndTheYoungerIsEnded()
    {
        _kubeflow.Add(TrainingRules.NameOf("k"), createdAt: 50, "of-the-other");
        _kubeflow.HidesRunsOnce = true;

        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal(("of-the-other", false), (handle.Id, handle.IsNew));
        Assert.Equal(["PENDING", "CANCELING"], _kubeflow.Runs.Select(static r => r["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Start_LostAnswer_IsNotRepeatedButFoundByTheNextCall()
    {
        _kubeflow.Outage = request =>
        {
            if (request.Method == HttpMethod.Post) { _kubeflow.LosesAnswer = true; }
            return null;
        };

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec(), "k", Token));
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal(ModelOpsErrorKind.Unavailable, error.Kind);
        Assert.False(handle.IsNew);
        Assert.Single(_kubeflow.Runs);
    }

    [Theory]
    [InlineData("PENDING", TrainingJobState.Pending)]
    [InlineData("RUNNING", TrainingJobState.Running)]
    [InlineData("SUCCEEDED", TrainingJobState.Succeeded)]
    [InlineData("SKIPPED", TrainingJobState.Succeeded)]
    [InlineData("FAILED", TrainingJobState.Failed)]
    [InlineData("CANCELING", TrainingJobState.Running)]
    [InlineData("CANCELED", TrainingJobState.Cancelled)]
    [InlineData("PAUSED", TrainingJobState.Pending)]
    [InlineData("SOME_LATER_STATE", TrainingJobState.Unknown)]
    public async Task Get_States_AreNormalised(string raw, TrainingJobState state)
    {
        JsonObject run = _kubeflow.Add("x", 0, "r");
        run["state"] = raw;
        run["error"] = new JsonObject { ["code"] = 3, ["message"] = "out of memory" };

        TrainingJobStatus status = await _launcher.GetAsync("r", Token);

        Assert.Equal((state, raw, "out of memory", null), (status.State, status.RawState, status.Message, status.FinishedAt));
    }

    [Fact]
    public async Task Logs_AreTheStatesOfTasks()
    {
        _kubeflow.Add("x", 0, "r")["run_details"] = JsonNode.Parse(
            """{"task_details":[{"display_name":"fit","state":"FAILED","error":{"message":"exit 1"}},{"task_id":"t","state":"SKIPPED"}]}""");

        Assert.Equal(new TrainingJobLog("fit: FAILED: exit 1\nt: SKIPPED\n", false), await _launcher.LogsAsync("r", Token));
    }

    [Fact]
    public async Task Cancel_Terminates_OnceAndOnlyWhatRuns()
    {
        _kubeflow.Add("x", 0, "r");
        await _launcher.CancelAsync("r", Token);
        _kubeflow.Runs[0]["state"] = "CANCELED";
        await _launcher.CancelAsync("r", Token);

        Assert.Equal(1, _kubeflow.Count("POST /apis/v2beta1/runs/r:terminate"));
        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.CancelAsync("absent", Token));
        Assert.Equal(TrainingJobErrorCodes.NotFound, error.Code);
    }

    [Fact]
    public async Task Start_ParameterThatIsNoJson_IsRefusedBeforeItIsSent()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _launcher.StartAsync(Spec() with { Parameters = new Dictionary<string, string> { ["epochs"] = "three" } }, "k", Token));

        Assert.Empty(_kubeflow.Runs);
    }

    private static TrainingJobSpec Spec() => new()
    {
        Job = "p-1/v-2",
        Reason = "drift",
        Parameters = new Dictionary<string, string> { ["lr"] = "0.1", ["epochs"] = "3" },
    };
}
