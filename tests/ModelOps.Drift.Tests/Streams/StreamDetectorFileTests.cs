using System.Text;
using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class StreamDetectorFileTests
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("null", "it is null")]
    [InlineData("{}", "not valid JSON")]
    [InlineData("""{"format":"x","version":1,"detector":"ddm","count":0,"skipped":0,"last":0,"settings":{},"state":{}}""", "another format")]
    [InlineData("""{"format":"modelops-stream-detector","version":2,"detector":"ddm","count":0,"skipped":0,"last":0,"settings":{},"state":{}}""", "(2)")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"x","count":0,"skipped":0,"last":0,"settings":{},"state":{}}""", "not known here")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"ddm","count":-1,"skipped":0,"last":0,"settings":{},"state":{}}""", "out of range")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"ddm","count":0,"skipped":0,"last":0,"settings":{},"state":{}}""", "'warmUp'")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"periodic-alarm","count":0,"skipped":0,"last":0,"settings":{"period":[0]},"state":{"seen":[0]}}""", "'period' must be at least 1")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"periodic-alarm","count":0,"skipped":0,"last":0,"settings":{"period":[1.5]},"state":{"seen":[0]}}""", "whole number")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"periodic-alarm","count":0,"skipped":0,"last":0,"settings":{"period":[1]},"state":{"seen":["NaN"]}}""", "'seen'")]
    [InlineData("""{"format":"modelops-stream-detector","version":1,"detector":"periodic-alarm","count":0,"skipped":0,"last":0,"settings":{"period":[1]},"state":{"seen":[0],"more":[0]}}""", "does not know")]
    public void Read_NoSuchState_SaysWhatIsWrong(string json, string problem)
    {
        StreamDetectorFormatException error = Assert.Throws<StreamDetectorFormatException>(() => StreamDetectorFile.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Equal(StreamDetectorFormatException.ErrorCode, error.Code);
        Assert.Contains("Start a new detector", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLarge_IsRefused() =>
        Assert.Contains("bytes", Assert.Throws<StreamDetectorFormatException>(() => StreamDetectorFile.Read(new byte[StreamDetectorFile.MaxBytes + 1])).Problem, StringComparison.Ordinal);

    // What version 1 looks like: a change of it is a new version.
    [Fact]
    public void Write_Ddm_IsReadable()
    {
        var detector = new Ddm();
        detector.Update(1);
        detector.Update(0);
        Assert.Equal(
            """{"format":"modelops-stream-detector","version":1,"detector":"ddm","count":2,"skipped":0,"last":0"""
            + ""","settings":{"warmUp":[30],"warningLevel":[2],"driftLevel":[3]},"state":{"seen":[2],"rate":[0.5],"bestRate":["Infinity"],"bestDeviation":["Infinity"]}}""",
            Encoding.UTF8.GetString(StreamDetectorFile.Write(detector)));
    }
}
