using ModelOps.Registry.Dvc;

namespace ModelOps.Registry.Tests.Dvc;

public sealed class DvcFileTests
{
    private const string Hash = "22a1a2931c8370d3aeedd7183606fd7f";

    [Fact]
    public void ToYaml_NewFile_IsWhatDvcWrites()
    {
        DvcFile file = new() { Outputs = [new DvcOutput { Path = "data.xml", Hash = Hash, Size = 14445097 }] };

        Assert.Equal($"outs:\n- md5: {Hash}\n  size: 14445097\n  hash: md5\n  path: data.xml\n", file.ToYaml());
    }

    [Theory]
    [InlineData("outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f.dir\n  size: 5\n  nfiles: 2\n  hash: md5\n  path: raw\n")]
    [InlineData("outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 5\n  path: legacy.csv\n")]
    [InlineData("frozen: true\ndeps:\n- path: data/data.xml\n  repo:\n    url: https://github.com/iterative/dataset-registry\n    rev_lock: f31f5c4cdae787b4bdeb97a717687d44667d9e62\nouts:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 5\n  hash: md5\n  path: data.xml\n  cache: false\n  persist: true\n  desc: 'yes'\n  labels:\n  - a\n  - b\nmeta:\n  owner: planning\n  count: 3\n")]
    [InlineData("outs:\n- md5: '12345678901234567890123456789012'\n  size: 5\n  hash: md5\n  path: '1e5'\n")]
    [InlineData("outs:\n- md5: '1234567890123456789012345678e012'\n  size: 5\n  hash: md5\n  path: '2026-01-02'\n")]
    public void Parse_ThenToYaml_KeepsEverything(string text) => Assert.Equal(text, DvcFile.Parse(text).ToYaml());

    [Fact]
    public void Parse_Legacy_IsMarked()
    {
        DvcOutput old = Assert.Single(DvcFile.Parse($"outs:\n- md5: {Hash}\n  path: a\n").Outputs);
        DvcOutput current = Assert.Single(DvcFile.Parse($"outs:\n- md5: {Hash}\n  hash: md5\n  path: a\n").Outputs);

        Assert.True(old.IsLegacy);
        Assert.False(current.IsLegacy);
    }

    [Theory]
    [InlineData("outs: 3")]
    [InlineData("outs:\n- path: a\n  md5: xyz\n")]
    [InlineData("outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n")]
    [InlineData("outs:\n- path: a\n  size: many\n")]
    [InlineData("outs:\n- path: a\n  hash: blake3\n")]
    [InlineData("- a")]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("a: &x [1]\nb: *x\n")]
    [InlineData("---\na: 1\n---\nb: 2\n")]
    public void Parse_Invalid_IsRefused(string text) => Assert.Equal(DvcErrorCodes.Invalid, Assert.Throws<DvcException>(() => DvcFile.Parse(text)).Code);

    [Fact]
    public void Parse_NestedTooDeep_IsRefused() => Assert.Throws<DvcException>(() => DvcFile.Parse(string.Concat(Enumerable.Repeat("[", 100_000))));

    [Fact]
    public void Lock_ParseThenToYaml_KeepsEverything()
    {
        const string text = "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n    - path: data/features\n      hash: md5\n      md5: 22a1a2931c8370d3aeedd7183606fd7f.dir\n      size: 2381951\n      nfiles: 2\n    params:\n      params.yaml:\n        train.min_split: 0.01\n        train.layers:\n        - 1\n        - 2\n    outs:\n    - path: model.pkl\n      hash: md5\n      md5: 22a1a2931c8370d3aeedd7183606fd7f\n      size: 1957931\n  both:\n    cmd:\n    - echo 1\n    - echo 2\n";

        DvcLock parsed = DvcLock.Parse(text);

        Assert.Equal(text, parsed.ToYaml());
        Assert.Equal(["train", "both"], parsed.Stages.Select(static s => s.Name));
        Assert.Equal("0.01", Assert.Single(parsed.Stages[0].Parameters["params.yaml"]).Value);
        Assert.Equal(["echo 1", "echo 2"], parsed.Stages[1].Commands);
        Assert.Equal(("model.pkl", 1957931L), (parsed.Stages[0].Outputs[0].Path, parsed.Stages[0].Outputs[0].Size!.Value));
    }

    [Fact]
    public void Lock_New_IsWrittenInDvcsOrder()
    {
        DvcLock file = new()
        {
            Stages =
            [
                new DvcStage
                {
                    Name = "train",
                    Commands = ["dotnet run"],
                    Outputs = [new DvcOutput { Path = "model", Hash = Hash + ".dir", Size = 3, FileCount = 1 }],
                    Parameters = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["params.yaml"] = new Dictionary<string, string> { ["trees"] = "200" } },
                },
            ],
        };

        Assert.Equal($"schema: '2.0'\nstages:\n  train:\n    cmd: dotnet run\n    params:\n      params.yaml:\n        trees: 200\n    outs:\n    - path: model\n      hash: md5\n      md5: {Hash}.dir\n      size: 3\n      nfiles: 1\n", file.ToYaml());
    }

    [Fact]
    public void Lock_OtherSchema_IsRefused() => Assert.Throws<DvcException>(() => DvcLock.Parse("schema: '3.0'\n"));
}
