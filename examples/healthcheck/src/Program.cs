using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, BigBen.Examples.Healthcheck.Service.Build);
