using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Wandb;

internal sealed class FakeWandbRun
{
    public string Entity { get; set; } = "";

    public string Project { get; set; } = "";

    public string? DisplayName { get; set; }

    public string? Notes { get; set; }

    public string? Commit { get; set; }

    public JsonObject? Config { get; set; }

    public string[] Tags { get; set; } = [];

    public List<string> History { get; } = [];

    /// <summary>Lines of each request.</summary>
    public List<int> Chunks { get; } = [];

    public string? Summary { get; set; }

    public int? ExitCode { get; set; }
}
