using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Tests.Governance;

public sealed class TrainingRecordsTests
{
    [Fact]
    public void FromRun_WhatPythonsClientLogged_IsParametersDataAndCode()
    {
        TrainingRecord record = TrainingRecords.FromRun(TrainingRun());

        Assert.Equal(("nightly", "0123456789abcdef0123456789abcdef"), (record.Job, record.RunId));
        Assert.Equal("0.1", record.Parameters["lr"]);
        Assert.Equal(new TrainingCode("https://git.example.org/demand.git", "abc", "train.py"), record.Code);
        Assert.Equal(["s3://lake/a", "/data/b.csv", "plain text", null], record.Datasets.Select(static d => d.Uri));
        Assert.Equal(("training", 1000L), (record.Datasets[0].Role, record.Datasets[0].Rows));
        Assert.Equal([new("x", "double"), new("y", "long")], record.Datasets[0].Columns);
        Assert.Equal("named", TrainingRecords.FromRun(TrainingRun(), "named").Job);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"job":null,"startedAt":"2026-03-01T00:00:00Z"}""")]
    public void Read_NoRecord_SaysSo(string json) => Assert.Throws<ArgumentException>(() => TrainingRecords.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    private static TrackingRun TrainingRun() => new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        ExperimentId = "1",
        Name = "nightly",
        StartTime = DateTimeOffset.UnixEpoch,
        EndTime = DateTimeOffset.UnixEpoch.AddMinutes(5),
        ArtifactUri = "mlflow-artifacts:/1/0123",
        Params = new Dictionary<string, string> { ["lr"] = "0.1" },
        Tags = new Dictionary<string, string>
        {
            ["mlflow.source.git.commit"] = "abc",
            ["mlflow.source.git.repoURL"] = "https://git.example.org/demand.git",
            ["mlflow.source.name"] = "train.py",
        },
        Datasets =
        [
            Input("a", """{"uri": "s3://lake/a"}""", """{"mlflow_colspec": [{"type": "double", "name": "x", "required": true}, {"type": "long", "name": "y"}, 7]}""", """{"num_rows": 1000, "num_elements": 2000}"""),
            Input("b", """{"path": "/data/b.csv"}""", "not json", "{"),
            Input("c", "plain text", "[]", """{"num_rows": 1.5}"""),
            Input("d", """{"code": 1}""", null, null),
        ],
    };

    private static DatasetInput Input(string name, string source, string? schema, string? profile) =>
        new(new Dataset { Name = name, Digest = $"digest-{name}", SourceType = "local", Source = source, Schema = schema, Profile = profile })
        {
            Tags = new Dictionary<string, string> { [DatasetInput.ContextTag] = "training" },
        };
}
