using BenchmarkDotNet.Running;
using GraphQLPlugins.Engine.Benchmarks;

// "quick" prints ratios in seconds; anything else goes to BenchmarkDotNet.
if (args is ["quick"]) await QuickRun.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
