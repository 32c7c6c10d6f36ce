using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Remote;

namespace ModelOps.Registry.Tests.Training;

public sealed class ArgoLauncherTests : IDisposable
{
    private readonly FakeArgo _argo = new() { Token = "t" };
    private readonly ArgoLauncher _launcher;

    public ArgoLauncherTests() => _launcher = new ArgoLauncher(
        new ArgoOptions { Address = new Uri("https://argo:2746"), Token = "t", Namespace = "ml", ServiceAccount = "runner", RetryDelay = TimeSpan.Zero, Handler = () => _argo },
        null,
        new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _launcher.Dispose();
        _argo.Dispose();
    }

    [Fact]
    public async Task Start_Twice_IsOneWorkflow()
    {
        TrainingJobHandle first = await _launcher.StartAsync(Spec(), "k", Token);
        TrainingJobHandle second = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal((true, false, first.Id), (first.IsNew, second.IsNew, second.Id));
        Assert.Single(_argo.Workflows);
        JsonNode body = _argo.Bodies.First();
        Assert.Equal(
            $$$"""{"namespace":"ml","resourceKind":"WorkflowTemplate","resourceName":"train","submitOptions":{"name":"{{{first.Id}}}","parameters":["lr=0.1=x"],"serviceAccount":"runner"}}""",
            body.ToJsonString());
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", first.Id); // a name that Kubernetes takes
    }

    [Theory]
    [InlineData("", TrainingJobState.Pending)]
    [InlineData("Pending", TrainingJobState.Pending)]
    [InlineData("Running", TrainingJobState.Running)]
    [InlineData("Succeeded", TrainingJobState.Succeeded)]
    [InlineData("Failed", TrainingJobState.Failed)]
    [InlineData("Error", TrainingJobState.Failed)]
    [InlineData("Omitted", TrainingJobState.Unknown)]
    public async Task Get_Phases_AreNormalised(string raw, TrainingJobState state)
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);
        if (raw.Length > 0)
        {
            _argo.Workflows[handle.Id]["status"] = new JsonObject { ["phase"] = raw, ["startedAt"] = FakeScheduler.Time(0), ["finishedAt"] = null, ["message"] = "why" };
        }

        TrainingJobStatus status = await _launcher.GetAsync(handle.Id, Token);

        Assert.Equal((state, raw, state == TrainingJobState.Failed ? "why" : null), (status.State, status.RawState, status.Message));
    }

    [Fact]
    public async Task Cancel_Terminated_ReadsAsCancelled()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        await _launcher.CancelAsync(handle.Id, Token);
        await _launcher.CancelAsync(handle.Id, Token);

        TrainingJobStatus status = await _launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Cancelled, "Failed", null), (status.State, status.RawState, status.Message));
        Assert.Equal(1, _argo.Count("PUT"));
    }

    [Fact]
    public async Task Logs_LinesOfJson_AreJoinedAndBrokenOnesTold()
    {
        TrainingJobHandle handle = await _launcher.StartAsync(Spec(), "k", Token);

        Assert.Equal(new TrainingJobLog("epoch 1\n", true), await _launcher.LogsAsync(handle.Id, Token));
        _argo.Log += """{"error":{"message":"pod gone"}}""" + "\n{\"result\":{\"conte";
        Assert.Equal(new TrainingJobLog("epoch 1\n", false), await _launcher.LogsAsync(handle.Id, Token));
    }

    [Fact]
    public async Task Errors_AreTyped()
    {
        TrainingJobException unknown = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.StartAsync(Spec() with { Job = "trian" }, "k", Token));
        TrainingJobException absent = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.GetAsync("absent", Token));
        _argo.Token = "other";
        TrainingJobException denied = await Assert.ThrowsAsync<TrainingJobException>(() => _launcher.GetAsync("absent", Token));

        Assert.Equal((TrainingJobErrorCodes.NotFound, TrainingJobErrorCodes.NotFound, TrainingJobErrorCodes.Denied), (unknown.Code, absent.Code, denied.Code));
        Assert.DoesNotContain("Bearer", denied.ToString(), StringComparison.Ordinal);
    }

    private static TrainingJobSpec Spec() => new() { Job = "train", Parameters = new Dictionary<string, string> { ["lr"] = "0.1=x" } };
}
